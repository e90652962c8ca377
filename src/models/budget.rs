//! Who was told of as many broadcasts as one person is told of within a week. It is read from
//! the batches themselves: a row a person would cost more than the broadcast.

/// Nobody is over any budget.
pub(super) const NOBODY: &str = "SELECT NULL::bigint AS phone_id WHERE false";

/// The ends of all phones there are.
pub(super) const ANYWHERE: &str =
    "(SELECT 0::bigint AS first, 9223372036854775807::bigint AS last)";

/// A query of the phones that were told of as many ordinary broadcasts within seven days before
/// `now` as `most` says, or are to be: `phone_id`, each once. The one that is `own` does not
/// count; only phones from `first` to `last` of `ends`, a table of one row, need be told. Where
/// there were fewer broadcasts at all, nothing is looked at.
pub(super) fn over(own: &str, now: &str, most: &str, ends: &str) -> String {
    let lately = format!(
        "NOT c.emergency AND c.id <> {own} AND c.expires_at > {now} - interval '7 days'
         AND EXISTS (SELECT FROM bulk_batches x WHERE x.broadcast_id = c.id)"
    );
    // Nobody is in two batches of one broadcast.
    format!(
        "SELECT p.phone_id
         FROM broadcasts c
         CROSS JOIN {ends} e
         JOIN bulk_batches b ON b.broadcast_id = c.id
            AND b.phone_ids[cardinality(b.phone_ids)] >= e.first AND b.phone_ids[1] <= e.last
         CROSS JOIN LATERAL unnest(b.phone_ids) AS p (phone_id)
         WHERE {lately} AND (SELECT count(*) FROM broadcasts c WHERE {lately}) >= {most}
           AND b.state IN ('queued', 'sending', 'sent', 'unknown')
           AND coalesce(b.handed_at, b.not_before) > {now} - interval '7 days'
         GROUP BY p.phone_id HAVING count(*) >= {most}"
    )
}
