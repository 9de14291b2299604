//! What a plan must and should satisfy; one file per rule.
