"""The payment order (betalningsföreläggande, lag (1990:746)): one module an act, from applying to a verdict."""
