//! Briefings that come by themselves.

mod killed;
