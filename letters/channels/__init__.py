"""The ways a letter can leave: one module for each outside party."""
