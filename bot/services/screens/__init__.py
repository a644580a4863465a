"""What customers and staff are shown: knowledge and facts in, a message out."""
