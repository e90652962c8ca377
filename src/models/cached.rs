//! Statements that are prepared once a connection.

use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};

/// A statement whose words are always the same, or one of a few, whatever its binds are.
/// Diesel prepares what it cannot know to be so anew each time, which costs a round trip
/// and PostgreSQL a plan.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cached<Q>(Q);

/// Lets a statement be prepared once a connection. Only for those whose words vary little:
/// every wording stays prepared.
pub(super) const fn cached<Q>(query: Q) -> Cached<Q> {
    Cached(query)
}

impl<Q: QueryFragment<Pg>> QueryFragment<Pg> for Cached<Q> {
    fn is_safe_to_cache_prepared(&self, _: &Pg) -> QueryResult<bool> {
        Ok(true)
    }

    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

/// It is known by its words.
impl<Q> QueryId for Cached<Q> {
    type QueryId = ();

    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q: Query> Query for Cached<Q> {
    type SqlType = Q::SqlType;
}
