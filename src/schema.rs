// @generated automatically by Diesel CLI.

diesel::table! {
    facilities (id) {
        id -> Int8,
        code -> Text,
        source -> Text,
        source_id -> Text,
        name -> Text,
        kind -> Text,
        ownership -> Text,
        place_id -> Nullable<Int8>,
        address -> Text,
        #[max_length = 3]
        iso3 -> Bpchar,
        lat -> Nullable<Float8>,
        lon -> Nullable<Float8>,
        contact -> Text,
        hours -> Text,
        listed -> Bool,
        demo -> Bool,
    }
}

diesel::table! {
    lookalikes (a_key, b_key) {
        a_key -> Text,
        b_key -> Text,
        source -> Text,
    }
}

diesel::table! {
    menu_versions (hash) {
        hash -> Text,
        content -> Text,
        published_at -> Timestamptz,
    }
}

diesel::table! {
    none_reports (facility_id, product_id, phone_id, day) {
        facility_id -> Int8,
        product_id -> Int8,
        phone_id -> Int8,
        day -> Date,
        reported_at -> Timestamptz,
    }
}

diesel::table! {
    phones (id) {
        id -> Int8,
        sealed -> Bytea,
        seal_key_id -> Int2,
        hmac -> Bytea,
        hmac_key_id -> Int2,
        next_hmac -> Nullable<Bytea>,
    }
}

diesel::table! {
    places (id) {
        id -> Int8,
        source -> Text,
        source_id -> Text,
        kind -> Text,
        name -> Text,
        alt_names -> Array<Nullable<Text>>,
        parent_id -> Nullable<Int8>,
        #[max_length = 3]
        iso3 -> Bpchar,
        lat -> Nullable<Float8>,
        lon -> Nullable<Float8>,
        population -> Int4,
    }
}

diesel::table! {
    product_names (id) {
        id -> Int8,
        name -> Text,
        name_key -> Text,
        generic_key -> Text,
        kind -> Text,
        language -> Text,
        source -> Text,
    }
}

diesel::table! {
    products (id) {
        id -> Int8,
        code -> Text,
        source -> Text,
        source_id -> Text,
        kind -> Text,
        generic -> Text,
        generic_key -> Text,
        form -> Text,
        strength -> Text,
        unit -> Text,
        atc -> Nullable<Text>,
        used_for -> Text,
        controlled -> Bool,
    }
}

diesel::table! {
    session_records (service, session, position, kind) {
        service -> Text,
        session -> Text,
        position -> Int2,
        kind -> Text,
        body -> Jsonb,
        menu -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    stock_levels (facility_id, product_id) {
        facility_id -> Int8,
        product_id -> Int8,
        quantity -> Int4,
        price -> Nullable<Numeric>,
        monthly_use -> Nullable<Float4>,
        counted_at -> Timestamptz,
        counted_by -> Text,
    }
}

diesel::table! {
    subscribers (phone_id) {
        phone_id -> Int8,
        language -> Nullable<Text>,
        place_id -> Nullable<Int8>,
        created_at -> Timestamptz,
        changed_at -> Timestamptz,
        changed_in -> Text,
    }
}

diesel::table! {
    tokens (id) {
        id -> Int8,
        purpose -> Text,
        hash -> Bytea,
        created_at -> Timestamptz,
        revoked_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    waiting (id) {
        id -> Int8,
        phone_id -> Int8,
        product_id -> Int8,
        place_id -> Int8,
        asked_at -> Timestamptz,
    }
}

diesel::joinable!(facilities -> places (place_id));
diesel::joinable!(none_reports -> facilities (facility_id));
diesel::joinable!(none_reports -> phones (phone_id));
diesel::joinable!(none_reports -> products (product_id));
diesel::joinable!(stock_levels -> facilities (facility_id));
diesel::joinable!(stock_levels -> products (product_id));
diesel::joinable!(subscribers -> phones (phone_id));
diesel::joinable!(subscribers -> places (place_id));
diesel::joinable!(waiting -> phones (phone_id));
diesel::joinable!(waiting -> places (place_id));
diesel::joinable!(waiting -> products (product_id));

diesel::allow_tables_to_appear_in_same_query!(
    facilities,
    lookalikes,
    menu_versions,
    none_reports,
    phones,
    places,
    product_names,
    products,
    session_records,
    stock_levels,
    subscribers,
    tokens,
    waiting,
);
