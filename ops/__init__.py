"""Everything around the service: set-up, servers, processes, backups. Standard library only, and psycopg."""
