//! The migrations go up, down and up again, and `src/schema.rs` is what they make.

use diesel::{QueryableByName, sql_types::Text};
use diesel_async::RunQueryDsl;
use medvault::db;

use crate::support::TestDatabase;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Everything there is in the public schema, a line each, as PostgreSQL itself words it.
const DUMP: &str = "
    SELECT line FROM (
        SELECT format('column %s.%s %s %s not null %s default %s identity %s', c.relname, a.attname, a.attnum,
                      format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity) AS line
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'S', 'v') AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL
        SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL
        SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL
        SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    ) everything
    WHERE line NOT LIKE '%__diesel_schema_migrations%'
    ORDER BY line COLLATE \"C\"";

async fn dump(database: &TestDatabase) -> Vec<String> {
    let mut conn = database.conn().await;
    let lines: Vec<Line> = diesel::sql_query(DUMP).load(&mut conn).await.unwrap();
    lines.into_iter().map(|row| row.line).collect()
}

#[tokio::test]
async fn migrations_run_up_down_and_up_again() {
    let database = TestDatabase::empty().await;
    assert_eq!(dump(&database).await, Vec::<String>::new());

    let first = db::migrate(&database.url()).await.unwrap();
    assert!(first.len() >= 7, "{first:?}");
    let up = dump(&database).await;
    assert!(up.len() > 100, "only {} lines in the dump", up.len());

    let undone = db::revert(&database.url()).await.unwrap();
    assert_eq!(undone.len(), first.len());
    assert_eq!(dump(&database).await, Vec::<String>::new());

    let again = db::migrate(&database.url()).await.unwrap();
    assert_eq!(again, first);
    assert_eq!(dump(&database).await, up);
    assert_eq!(
        db::migrate(&database.url()).await.unwrap(),
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn two_processes_may_migrate_at_once() {
    let database = TestDatabase::empty().await;
    let url = database.url();
    let (one, other) = tokio::join!(db::migrate(&url), db::migrate(&url));
    let (one, other) = (one.unwrap(), other.unwrap());
    assert!(one.is_empty() != other.is_empty(), "{one:?} {other:?}");
}

/// The `table!` blocks of a schema file, a line a column: `table.column type`,
/// and a line a table for its key.
fn columns_of(schema: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut table = String::new();
    for line in schema.lines() {
        let line = line.trim();
        if let Some((column, kind)) = line.split_once(" -> ")
            && !line.starts_with("diesel::")
        {
            lines.push(format!("{table}.{column} {}", kind.trim_end_matches(',')));
        } else if let Some((name, key)) = line.split_once(" (")
            && let Some(key) = key.strip_suffix(") {")
        {
            name.clone_into(&mut table);
            lines.push(format!("{table} key {key}"));
        }
    }
    lines
}

/// The same of the database, in the words of Diesel's printer.
const COLUMNS: &str = "
    SELECT line FROM (
        SELECT c.relname, a.attnum, format('%s.%s %s', c.relname, a.attname,
            CASE WHEN a.attnotnull THEN t.diesel ELSE format('Nullable<%s>', t.diesel) END) AS line
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        JOIN (SELECT oid, CASE
                WHEN typelem <> 0 AND typcategory = 'A'
                    THEN format('Array<Nullable<%s>>', initcap(ltrim(typname, '_')))
                ELSE initcap(typname) END AS diesel
              FROM pg_type) t ON t.oid = a.atttypid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        UNION ALL
        SELECT conrelid::regclass::text, 0, format('%s key %s', conrelid::regclass,
            (SELECT string_agg(a.attname, ', ' ORDER BY k.n)
             FROM unnest(conkey) WITH ORDINALITY k(attnum, n)
             JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.attnum))
        FROM pg_constraint WHERE contype = 'p' AND connamespace = 'public'::regnamespace
    ) everything
    WHERE relname NOT IN ('__diesel_schema_migrations', 'changes')
    ORDER BY relname COLLATE \"C\", attnum";

#[tokio::test]
async fn the_schema_file_is_what_the_migrations_make() {
    let database = TestDatabase::new().await;
    let mut conn = database.conn().await;
    let made: Vec<Line> = diesel::sql_query(COLUMNS).load(&mut conn).await.unwrap();
    let made: Vec<String> = made.into_iter().map(|row| row.line).collect();
    let written = columns_of(include_str!("../../src/schema.rs"));
    assert!(written.len() > 50, "{written:?}");
    assert_eq!(
        written, made,
        "src/schema.rs differs from the migrated database: run `diesel print-schema`"
    );
}
