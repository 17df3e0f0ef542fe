"""What has happened to whoever owes, and what we do then: one module a family, `rules` has them all.

From the second a situation is known nothing leaves: no letter, no fee, no filing. `stops` tells every act that.
"""

from cases.situations.standing import stops

__all__ = ["stops"]
