"""What the statutes say: pure functions of dates, amounts and dated rows. No database, no clock."""
