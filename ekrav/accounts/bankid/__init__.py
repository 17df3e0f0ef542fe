"""Login with BankID over OpenID Connect: the only way in for creditors' people and the agency's staff."""
