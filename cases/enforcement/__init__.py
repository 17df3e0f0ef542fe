"""Enforcement (utmätning, utsökningsbalken and förordning (1992:1094)): one module an act, from applying to closing."""
