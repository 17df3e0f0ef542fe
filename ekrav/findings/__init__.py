"""What was found out about those who owe: credit reports that were taken, and events that the registers told of.

Kept once each and never changed. What a case does about them is the case's affair: it reads, and writes nothing here.
"""
