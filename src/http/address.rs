//! Whose address a request comes from.

use std::net::IpAddr;

use crate::config::Network;

/// The address a request counts for: the peer's own, unless that is a proxy of
/// ours. Then it is the last hop of `X-Forwarded-For` that is no proxy of ours;
/// what stands before it anyone may have written. An entry that is no address
/// ends the walk at the proxy behind it.
pub fn counted(peer: IpAddr, forwarded: &[&str], proxies: &[Network]) -> IpAddr {
    let ours = |address: IpAddr| proxies.iter().any(|net| net.contains(address));
    let mut counted = peer;
    let hops = forwarded.iter().rev().flat_map(|line| line.rsplit(','));
    for hop in hops {
        if !ours(counted) {
            break;
        }
        match hop.trim().parse() {
            Ok(address) => counted = address,
            Err(_) => break,
        }
    }
    counted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(peer: &str, forwarded: &[&str]) -> String {
        let proxies = ["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()];
        counted(peer.parse().unwrap(), forwarded, &proxies).to_string()
    }

    #[test]
    fn a_stranger_cannot_name_another_address() {
        assert_eq!(says("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
    }

    #[test]
    fn behind_our_proxies_the_last_stranger_counts() {
        assert_eq!(says("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(
            says("10.0.0.1", &["6.6.6.6, 198.51.100.1, 10.9.9.9"]),
            "198.51.100.1"
        );
        assert_eq!(
            says("10.0.0.1", &["6.6.6.6", "198.51.100.1"]),
            "198.51.100.1"
        );
        assert_eq!(says("fd00::1", &["2001:db8::7"]), "2001:db8::7");
        assert_eq!(says("::ffff:10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
    }

    #[test]
    fn what_is_no_address_is_not_believed() {
        assert_eq!(says("10.0.0.1", &["198.51.100.1, unknown"]), "10.0.0.1");
        assert_eq!(says("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(says("10.0.0.1", &["10.2.2.2"]), "10.2.2.2");
    }
}
