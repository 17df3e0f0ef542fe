"""The public registers: what they say about a company that joins, and about a person or company that owes."""
