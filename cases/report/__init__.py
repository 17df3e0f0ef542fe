"""A case from its registration to where it stands, as one paper: for its creditor, or for a court."""
