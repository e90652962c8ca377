//! The files that a page of ours is made of: embedded, and with a policy that lets nothing come
//! from elsewhere.

use actix_web::HttpResponse;
use actix_web::http::header;

/// Nothing but our own files, no inline script or style, no frame around the
/// page, and no other origin to talk to.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A file of that media type; `cached` says how a browser may keep it.
pub(super) async fn file(
    media_type: &'static str,
    text: &'static str,
    cached: &'static str,
) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, media_type))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::X_FRAME_OPTIONS, "DENY"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::CACHE_CONTROL, cached))
        .body(text)
}
