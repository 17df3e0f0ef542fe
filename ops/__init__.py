"""Everything around the service: set-up, servers, processes, backups. Standard library only; SQL goes through psycopg."""
