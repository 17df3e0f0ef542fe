/* Mitt Ärende: a "Kopiera" button beside each value that is typed into a bank. Added by script, as it needs script. */
"use strict";
if (navigator.clipboard) {
  for (const holder of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = holder.dataset.copyWord;
    button.setAttribute("aria-label", holder.dataset.copyWord + " " + holder.dataset.copyName);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(holder.dataset.copy);
      button.textContent = holder.dataset.copyDone;
      holder.querySelector("[role=status]").textContent = holder.dataset.copyDone;
    });
    holder.append(button);
  }
}
