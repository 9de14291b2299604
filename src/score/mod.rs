//! What each account is worth and asks for.
