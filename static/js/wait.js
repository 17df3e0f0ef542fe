// Asks every third second how the payment stands, and shows the page anew when that has changed. Without it there is a link.
const waiting = document.querySelector("[data-payment]");
const ask = async () => {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-payment]");
  if (!answer.ok || now?.dataset.payment !== waiting.dataset.payment) location.reload();
};
if (waiting) setInterval(() => ask().catch(() => {}), 3000);
