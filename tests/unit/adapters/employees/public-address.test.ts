import { expect, test } from "@jest/globals";
import { isPublicAddress } from "../../../../adapters/employees/public-address.ts";

test.each(["8.8.8.8", "140.82.112.3", "2606:4700::1111", "2a00:1450:4001::200e"])(
  "%s is public",
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test.each([
  ["loopback", "127.0.0.1"],
  ["another loopback address", "127.8.9.10"],
  ["private", "10.1.2.3"],
  ["private", "172.16.0.1"],
  ["private", "192.168.1.1"],
  ["shared by carriers", "100.100.100.200"],
  ["the metadata of the cloud", "169.254.169.254"],
  ["the credentials of containers", "169.254.170.2"],
  ["this network", "0.0.0.0"],
  ["reserved", "192.0.0.192"],
  ["reserved", "198.18.0.1"],
  ["reserved", "240.0.0.1"],
  ["documentation", "203.0.113.9"],
  ["broadcast", "255.255.255.255"],
  ["multicast", "224.0.0.1"],
  ["loopback in IPv6", "::1"],
  ["unspecified in IPv6", "::"],
  ["link-local in IPv6", "fe80::1"],
  ["link-local with a zone", "fe80::1%eth0"],
  ["unique local in IPv6", "fd12:3456::1"],
  ["the metadata of the cloud in IPv6", "fd00:ec2::254"],
  ["site-local in IPv6", "fec0::1"],
  ["multicast in IPv6", "ff02::1"],
  ["IPv4-mapped private", "::ffff:10.0.0.1"],
  ["IPv4-mapped public", "::ffff:8.8.8.8"],
  ["IPv4-compatible", "::127.0.0.1"],
  ["NAT64 of a private address", "64:ff9b::a00:1"],
  ["6to4 of a private address", "2002:a00:1::"],
  ["Teredo", "2001::1"],
  ["documentation in IPv6", "2001:db8::1"],
  ["unassigned in IPv6", "4000::1"],
  ["not an address", "bot.example.com"],
  ["empty", ""],
])("%s: %s is not public", (_, address) => {
  expect(isPublicAddress(address)).toBe(false);
});
