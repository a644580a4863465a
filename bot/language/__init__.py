"""Every sentence a person reads, and telling languages apart."""
