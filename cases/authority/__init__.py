"""What the acts at Kronofogden share: parties, amounts, the applications that are pending, and taking up answers."""
