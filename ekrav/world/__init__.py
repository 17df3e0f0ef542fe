"""The world the service runs in: its demonstration, its clock, the proof of its books."""
