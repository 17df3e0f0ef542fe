"""Cards through Stripe Checkout: the card's number is typed at Stripe and never comes here."""
