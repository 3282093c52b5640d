"""The post through Microsoft 365: letters, invitations and the inbox of the secretariat's own mailboxes, by Microsoft Graph."""
