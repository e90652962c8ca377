//! Serves the demo country, and says where to look.

use std::fmt::Write as _;
use std::io::{Write as _, stdout};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::commands::token;
use crate::config::{Config, Problems, Vars};
use crate::db::Conn;
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

/// Makes a token and serves until asked to end; where to look goes to standard
/// output once the service listens.
///
/// # Errors
/// If the database does not answer or an address is taken.
pub async fn run(config: Config, conn: &mut Conn) -> anyhow::Result<()> {
    let token = token::make(conn).await?;
    service::run_on(config, |service| {
        // Nobody may be reading; the service runs all the same.
        let _ = stdout().write_all(places(service, &token).as_bytes());
        let _ = stdout().flush();
    })
    .await
}

/// Where to look, a line each.
fn places(service: &Service, token: &str) -> String {
    let (base, admin) = (base(service.address), base(service.admin));
    let ussd = token::ussd_url(&base, token);
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
