//! Serves the demo country, and says where to look.

use std::fmt::Write as _;
use std::io::{Write as _, stdout};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use diesel_async::AsyncConnection as _;

use crate::commands::token;
use crate::config::{Config, Problems, Vars};
use crate::db::Conn;
use crate::http::tokens;
use crate::operators::africastalking::fake::Fake;
use crate::service::{self, Service};

/// What the demo is configured by: the environment, the simulator switched on,
/// and keys that everyone knows where it gives none.
///
/// # Errors
/// Everything that is missing or bad.
pub fn configuration(mut vars: Vars) -> Result<Config, Problems> {
    vars.set("MEDVAULT_SIMULATOR", "on");
    Config::read_demo(vars)
}

/// Messages of a demo go to a fake Africa's Talking in this process, unless the
/// environment names a real account.
///
/// # Errors
/// If no port is free.
pub fn operator(vars: &mut Vars) -> anyhow::Result<Option<Fake>> {
    if vars.given("MEDVAULT_AT_KEY").is_some() {
        return Ok(None);
    }
    let key = tokens::fresh();
    let fake = Fake::start("sandbox", &key)?;
    vars.set("MEDVAULT_AT_USERNAME", "sandbox");
    vars.set("MEDVAULT_AT_KEY", &key);
    vars.set("MEDVAULT_AT_URL", &fake.url());
    Ok(Some(fake))
}

/// Makes a token and serves until asked to end; where to look goes to standard
/// output once the service listens.
///
/// # Errors
/// If the database does not answer or an address is taken.
pub async fn run(config: Config, operator: Option<Fake>) -> anyhow::Result<()> {
    let url = config.database.url.expose();
    let token = token::make(&mut Conn::establish(url).await?).await?;
    service::run_on(config, |service| {
        if let Some(fake) = &operator {
            fake.report_to(&token::url(&base(service.address), &token, "dlr"));
        }
        // Nobody may be reading; the service runs all the same.
        let _ = stdout().write_all(places(service, &token).as_bytes());
        let _ = stdout().flush();
    })
    .await?;
    if let Some(fake) = operator {
        fake.stop().await;
    }
    Ok(())
}

/// Where to look, a line each.
fn places(service: &Service, token: &str) -> String {
    let (base, admin) = (base(service.address), base(service.admin));
    let ussd = token::url(&base, token, "ussd");
    let mut out = String::new();
    let _ = writeln!(out, "simulator: {admin}/simulator#/at/{token}/ussd");
    let _ = writeln!(out, "ussd callback: {ussd}");
    let _ = writeln!(out, "health: {base}/health/ready");
    let _ = writeln!(
        out,
        "try: curl -s -d sessionId=demo-1 -d phoneNumber=%2B254700000001 -d networkCode=63902 \
         --data-urlencode 'serviceCode=*384*1234#' -d text= {ussd}"
    );
    out
}

/// How a browser on this machine reaches a listener.
fn base(listens: SocketAddr) -> String {
    let host = match listens.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
    };
    format!("http://{}", SocketAddr::new(host, listens.port()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_on_every_address_is_reached_on_this_machine() {
        for (listens, reached) in [
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("0.0.0.0:81", "http://127.0.0.1:81"),
            ("[::]:82", "http://[::1]:82"),
            ("192.0.2.7:83", "http://192.0.2.7:83"),
        ] {
            assert_eq!(base(listens.parse().unwrap()), reached);
        }
    }
}
