"""The acts at Kronofogden, played with the sandboxed authority, bureau and bank."""
