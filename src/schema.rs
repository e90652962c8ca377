// @generated automatically by Diesel CLI.

diesel::table! {
    advice (facility_id, product_id) {
        facility_id -> Int8,
        product_id -> Int8,
        a_month -> Float8,
        reorder_level -> Float8,
        maximum -> Float8,
        risk -> Float8,
        as_of -> Date,
        lead_days -> Float8,
        waste -> Float8,
        waste_on -> Nullable<Date>,
        peers -> Nullable<Int2>,
    }
}

diesel::table! {
    alert_tellings (alert_id, staff_id) {
        alert_id -> Int8,
        staff_id -> Int8,
        outbox_id -> Int8,
        told_at -> Timestamptz,
    }
}

diesel::table! {
    alerts (id) {
        id -> Int8,
        rule -> Text,
        facility_id -> Nullable<Int8>,
        place_id -> Nullable<Int8>,
        product_id -> Nullable<Int8>,
        quantity -> Int4,
        staff_id -> Nullable<Int8>,
        opened_at -> Timestamptz,
        acknowledged_at -> Nullable<Timestamptz>,
        resolved_at -> Nullable<Timestamptz>,
        report_id -> Nullable<Int8>,
        giver_id -> Nullable<Int8>,
    }
}

diesel::table! {
    audit (id) {
        id -> Int8,
        at -> Timestamptz,
        actor_kind -> Text,
        actor -> Nullable<Int8>,
        action -> Text,
        subject -> Text,
        old -> Jsonb,
        new -> Jsonb,
        from_where -> Text,
        prev -> Bytea,
        hash -> Bytea,
    }
}

diesel::table! {
    audit_head (single) {
        single -> Bool,
        last_id -> Int8,
        hash -> Bytea,
    }
}

diesel::table! {
    broadcast_approvals (broadcast_id) {
        broadcast_id -> Int8,
        code -> Text,
        asked_of -> Nullable<Int8>,
        asked_at -> Timestamptz,
        expires_at -> Timestamptz,
        decided_by -> Nullable<Int8>,
        decided_token -> Nullable<Int8>,
        decided_at -> Nullable<Timestamptz>,
        approved -> Nullable<Bool>,
        alone -> Bool,
    }
}

diesel::table! {
    broadcast_askings (broadcast_id, staff_id) {
        broadcast_id -> Int8,
        staff_id -> Int8,
        asked_at -> Timestamptz,
    }
}

diesel::table! {
    broadcast_keys (token_id, key) {
        token_id -> Int8,
        key -> Text,
        body_hash -> Bytea,
        broadcast_id -> Int8,
        answer -> Jsonb,
    }
}

diesel::table! {
    broadcast_plans (broadcast_id) {
        broadcast_id -> Int8,
        plan -> Jsonb,
    }
}

diesel::table! {
    broadcast_texts (broadcast_id, language) {
        broadcast_id -> Int8,
        language -> Text,
        body -> Text,
    }
}

diesel::table! {
    broadcasts (id) {
        id -> Int8,
        state -> Text,
        emergency -> Bool,
        reason -> Text,
        audience -> Jsonb,
        recipients -> Int4,
        segments -> Int4,
        cost -> Nullable<Numeric>,
        created_by -> Nullable<Int8>,
        token_id -> Nullable<Int8>,
        made_by -> Text,
        corrects -> Nullable<Int8>,
        created_at -> Timestamptz,
        starts_at -> Timestamptz,
        expires_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    bulk_batches (id) {
        id -> Int8,
        broadcast_id -> Int8,
        language -> Text,
        phone_ids -> Array<Nullable<Int8>>,
        size -> Int4,
        state -> Text,
        not_before -> Timestamptz,
        leased_by -> Nullable<Text>,
        lease_until -> Nullable<Timestamptz>,
        tries -> Int2,
        handed_at -> Nullable<Timestamptz>,
        cost -> Nullable<Numeric>,
        currency -> Nullable<Text>,
    }
}

diesel::table! {
    bulk_sends (batch_id, phone_id) {
        batch_id -> Int8,
        phone_id -> Int8,
        operator_id -> Nullable<Text>,
        state -> Text,
        failure -> Nullable<Text>,
        finished_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    case_counts (place_id, disease, week) {
        place_id -> Int8,
        disease -> Text,
        week -> Date,
        cases -> Int4,
    }
}

diesel::table! {
    channel_rates (channel) {
        channel -> Text,
        next_at -> Timestamptz,
    }
}

diesel::table! {
    consents (id) {
        id -> Int8,
        phone_id -> Int8,
        what -> Text,
        given_at -> Timestamptz,
        words -> Text,
        withdrawn_at -> Nullable<Timestamptz>,
        channel -> Text,
    }
}

diesel::table! {
    delivery_reports (id) {
        id -> Int8,
        operator_id -> Text,
        phone_id -> Nullable<Int8>,
        status -> Text,
        failure -> Nullable<Text>,
        network -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    disease_products (disease, product_id) {
        disease -> Text,
        product_id -> Int8,
    }
}

diesel::table! {
    drift (model, facility_kind, product_kind, period) {
        model -> Text,
        facility_kind -> Text,
        product_kind -> Text,
        period -> Date,
        stocks -> Int4,
        of80 -> Float8,
        of95 -> Float8,
        error -> Float8,
    }
}

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
    fan_outs (broadcast_id) {
        broadcast_id -> Int8,
        last_phone -> Int8,
        people -> Int8,
        left_out -> Int8,
        begun_at -> Timestamptz,
        done -> Bool,
        unreachable -> Int8,
        over_budget -> Int8,
    }
}

diesel::table! {
    forecasts (facility_id, product_id, frequency, origin, period) {
        facility_id -> Int8,
        product_id -> Int8,
        frequency -> Text,
        origin -> Date,
        period -> Date,
        point -> Float8,
        lo80 -> Float8,
        hi80 -> Float8,
        lo95 -> Float8,
        hi95 -> Float8,
        model -> Text,
        version -> Int2,
        actual -> Nullable<Float8>,
        made_at -> Timestamptz,
    }
}

diesel::table! {
    inbound (id) {
        id -> Int8,
        operator_id -> Text,
        phone_id -> Nullable<Int8>,
        sender -> Nullable<Text>,
        recipient -> Text,
        body -> Text,
        network -> Text,
        sent_at -> Nullable<Timestamptz>,
        received_at -> Timestamptz,
        outcome -> Text,
    }
}

diesel::table! {
    job_runs (job_id, attempt) {
        job_id -> Int8,
        attempt -> Int2,
        worker -> Text,
        started_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
        outcome -> Nullable<Text>,
        items -> Int8,
        error -> Nullable<Text>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    jobs (id) {
        id -> Int8,
        kind -> Text,
        key -> Text,
        state -> Text,
        due -> Timestamptz,
        leased_by -> Nullable<Text>,
        lease_until -> Nullable<Timestamptz>,
        tries -> Int2,
        after_facility -> Int8,
        after_product -> Int8,
        items -> Int8,
        created_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    ledger (id) {
        id -> Int8,
        report_id -> Int8,
        facility_id -> Int8,
        product_id -> Int8,
        kind -> Text,
        quantity -> Int4,
        change -> Int4,
        balance -> Nullable<Int4>,
        reason -> Text,
        batch -> Text,
        expires_on -> Nullable<Date>,
        reverses -> Nullable<Int8>,
        at -> Timestamptz,
    }
}

diesel::table! {
    lessons (frequency, version, as_of) {
        frequency -> Text,
        version -> Int2,
        as_of -> Date,
        learned -> Jsonb,
        learned_at -> Timestamptz,
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
    notices (id) {
        id -> Int8,
        kind -> Text,
        key -> Text,
        subject -> Text,
        figure -> Text,
        at -> Timestamptz,
        told_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    outbox (id) {
        id -> Int8,
        phone_id -> Int8,
        rank -> Int2,
        body -> Text,
        state -> Text,
        not_before -> Timestamptz,
        expires_at -> Timestamptz,
        leased_by -> Nullable<Text>,
        lease_until -> Nullable<Timestamptz>,
        tries -> Int2,
        repeat_unknown -> Bool,
        failure -> Nullable<Text>,
        inbound_id -> Nullable<Int8>,
        created_at -> Timestamptz,
        finished_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    outbreak_signals (place_id, product_id, week) {
        place_id -> Int8,
        product_id -> Int8,
        week -> Date,
        people -> Int4,
        people_high -> Nullable<Float8>,
        used -> Nullable<Float8>,
        used_low -> Nullable<Float8>,
        used_high -> Nullable<Float8>,
        rule -> Nullable<Text>,
        disease -> Nullable<Text>,
        cases -> Nullable<Int4>,
        cases_high -> Nullable<Float8>,
        cases_rule -> Nullable<Text>,
        agree -> Bool,
    }
}

diesel::table! {
    phone_changes (id) {
        id -> Int8,
        staff_id -> Int8,
        phone_id -> Int8,
        asked_at -> Timestamptz,
        decided_by -> Nullable<Int8>,
        decided_at -> Nullable<Timestamptz>,
        granted -> Nullable<Bool>,
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
        service_level -> Int2,
    }
}

diesel::table! {
    questions (id) {
        id -> Int8,
        phone_id -> Int8,
        facility_id -> Nullable<Int8>,
        kind -> Text,
        entry -> Nullable<Text>,
        product_id -> Nullable<Int8>,
        quantity -> Nullable<Int4>,
        body -> Text,
        asked_at -> Timestamptz,
        closed_at -> Nullable<Timestamptz>,
        inbound_id -> Nullable<Int8>,
        batch -> Text,
        expires_on -> Nullable<Date>,
    }
}

diesel::table! {
    reminders (id) {
        id -> Int8,
        facility_id -> Int8,
        sent_at -> Timestamptz,
    }
}

diesel::table! {
    reports (id) {
        id -> Int8,
        facility_id -> Nullable<Int8>,
        staff_id -> Nullable<Int8>,
        channel -> Text,
        inbound_id -> Nullable<Int8>,
        at -> Timestamptz,
        undoes -> Nullable<Int8>,
    }
}

diesel::table! {
    sends (id) {
        id -> Int8,
        outbox_id -> Int8,
        at -> Timestamptz,
        operator_id -> Nullable<Text>,
        status_code -> Nullable<Int2>,
        failure -> Nullable<Text>,
        cost -> Nullable<Numeric>,
        currency -> Nullable<Text>,
        parts -> Nullable<Int2>,
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
    staff (id) {
        id -> Int8,
        phone_id -> Int8,
        name -> Text,
        role -> Text,
        place_id -> Nullable<Int8>,
        language -> Nullable<Text>,
        state -> Text,
        pin -> Nullable<Text>,
        pin_failures -> Int2,
        locked_until -> Nullable<Timestamptz>,
        facility_id -> Nullable<Int8>,
        created_at -> Timestamptz,
        decided_by -> Nullable<Int8>,
        decided_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    staff_facilities (staff_id, facility_id) {
        staff_id -> Int8,
        facility_id -> Int8,
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
        stopped_at -> Nullable<Timestamptz>,
        text_drops -> Bool,
    }
}

diesel::table! {
    tokens (id) {
        id -> Int8,
        purpose -> Text,
        hash -> Bytea,
        created_at -> Timestamptz,
        revoked_at -> Nullable<Timestamptz>,
        role -> Nullable<Text>,
        place_id -> Nullable<Int8>,
    }
}

diesel::table! {
    unmet_weeks (place_id, product_id, week) {
        place_id -> Int8,
        product_id -> Int8,
        week -> Date,
        people -> Int4,
    }
}

diesel::table! {
    unreachable (phone_id) {
        phone_id -> Int8,
        since -> Timestamptz,
        why -> Text,
    }
}

diesel::table! {
    waiting (id) {
        id -> Int8,
        phone_id -> Int8,
        product_id -> Int8,
        place_id -> Int8,
        asked_at -> Timestamptz,
        told_at -> Nullable<Timestamptz>,
        told_of -> Nullable<Int8>,
        outbox_id -> Nullable<Int8>,
    }
}

diesel::joinable!(advice -> facilities (facility_id));
diesel::joinable!(advice -> products (product_id));
diesel::joinable!(alert_tellings -> alerts (alert_id));
diesel::joinable!(alert_tellings -> outbox (outbox_id));
diesel::joinable!(alert_tellings -> staff (staff_id));
diesel::joinable!(alerts -> places (place_id));
diesel::joinable!(alerts -> products (product_id));
diesel::joinable!(alerts -> reports (report_id));
diesel::joinable!(alerts -> staff (staff_id));
diesel::joinable!(broadcast_approvals -> broadcasts (broadcast_id));
diesel::joinable!(broadcast_approvals -> tokens (decided_token));
diesel::joinable!(broadcast_askings -> broadcasts (broadcast_id));
diesel::joinable!(broadcast_askings -> staff (staff_id));
diesel::joinable!(broadcast_keys -> broadcasts (broadcast_id));
diesel::joinable!(broadcast_keys -> tokens (token_id));
diesel::joinable!(broadcast_plans -> broadcasts (broadcast_id));
diesel::joinable!(broadcast_texts -> broadcasts (broadcast_id));
diesel::joinable!(broadcasts -> staff (created_by));
diesel::joinable!(broadcasts -> tokens (token_id));
diesel::joinable!(case_counts -> places (place_id));
diesel::joinable!(consents -> phones (phone_id));
diesel::joinable!(delivery_reports -> phones (phone_id));
diesel::joinable!(disease_products -> products (product_id));
diesel::joinable!(facilities -> places (place_id));
diesel::joinable!(fan_outs -> broadcasts (broadcast_id));
diesel::joinable!(forecasts -> facilities (facility_id));
diesel::joinable!(forecasts -> products (product_id));
diesel::joinable!(inbound -> phones (phone_id));
diesel::joinable!(job_runs -> jobs (job_id));
diesel::joinable!(ledger -> facilities (facility_id));
diesel::joinable!(ledger -> products (product_id));
diesel::joinable!(ledger -> reports (report_id));
diesel::joinable!(none_reports -> facilities (facility_id));
diesel::joinable!(none_reports -> phones (phone_id));
diesel::joinable!(none_reports -> products (product_id));
diesel::joinable!(outbox -> inbound (inbound_id));
diesel::joinable!(outbox -> phones (phone_id));
diesel::joinable!(outbreak_signals -> places (place_id));
diesel::joinable!(outbreak_signals -> products (product_id));
diesel::joinable!(phone_changes -> phones (phone_id));
diesel::joinable!(questions -> facilities (facility_id));
diesel::joinable!(questions -> inbound (inbound_id));
diesel::joinable!(questions -> phones (phone_id));
diesel::joinable!(questions -> products (product_id));
diesel::joinable!(reminders -> facilities (facility_id));
diesel::joinable!(reports -> facilities (facility_id));
diesel::joinable!(reports -> inbound (inbound_id));
diesel::joinable!(reports -> staff (staff_id));
diesel::joinable!(sends -> outbox (outbox_id));
diesel::joinable!(staff -> facilities (facility_id));
diesel::joinable!(staff -> phones (phone_id));
diesel::joinable!(staff -> places (place_id));
diesel::joinable!(staff_facilities -> facilities (facility_id));
diesel::joinable!(staff_facilities -> staff (staff_id));
diesel::joinable!(stock_levels -> facilities (facility_id));
diesel::joinable!(stock_levels -> products (product_id));
diesel::joinable!(subscribers -> phones (phone_id));
diesel::joinable!(subscribers -> places (place_id));
diesel::joinable!(tokens -> places (place_id));
diesel::joinable!(unmet_weeks -> places (place_id));
diesel::joinable!(unmet_weeks -> products (product_id));
diesel::joinable!(unreachable -> phones (phone_id));
diesel::joinable!(waiting -> facilities (told_of));
diesel::joinable!(waiting -> outbox (outbox_id));
diesel::joinable!(waiting -> phones (phone_id));
diesel::joinable!(waiting -> places (place_id));
diesel::joinable!(waiting -> products (product_id));

diesel::allow_tables_to_appear_in_same_query!(
    advice,
    alert_tellings,
    alerts,
    audit,
    audit_head,
    broadcast_approvals,
    broadcast_askings,
    broadcast_keys,
    broadcast_plans,
    broadcast_texts,
    broadcasts,
    bulk_batches,
    bulk_sends,
    case_counts,
    channel_rates,
    consents,
    delivery_reports,
    disease_products,
    drift,
    facilities,
    fan_outs,
    forecasts,
    inbound,
    job_runs,
    jobs,
    ledger,
    lessons,
    lookalikes,
    menu_versions,
    none_reports,
    notices,
    outbox,
    outbreak_signals,
    phone_changes,
    phones,
    places,
    product_names,
    products,
    questions,
    reminders,
    reports,
    sends,
    session_records,
    staff,
    staff_facilities,
    stock_levels,
    subscribers,
    tokens,
    unmet_weeks,
    unreachable,
    waiting,
);
