"""The counterparties of a demo world, in a process of their own: identity provider, registers, credit
bureau, bank, Kronofogden and print house.

Each speaks its real wire format and keeps its own store. Nothing here runs outside a demo world.
"""
