import { type HookToolCases, JUJU_3, JUJU_4 } from "./hook_tool_case.ts";

/** Cases of addresses and of ports. */
export const NETWORK_CASES: readonly HookToolCases[] = [
  {
    name: "addresses",
    cases: [
      ["JHT-06", "unit-get private-address", "127.0.0.1\n"],
      ["JHT-06", "unit-get public-address --format json", '"127.0.0.1"\n'],
      ["JHT-06", "unit-get", "", "2 no setting specified"],
      ["JHT-06", "unit-get foo", "", '2 unknown setting "foo"'],
      ["JHT-07", "network-get db --bind-address", "127.0.0.1\n"],
      [
        "JHT-07",
        "network-get db --ingress-address --format json",
        '"127.0.0.1"\n',
      ],
      ["JHT-07", "network-get db --primary-address", "127.0.0.1\n"],
      [
        "JHT-07",
        "network-get db --primary-address --bind-address",
        "",
        "1 --primary-address must be the only flag specified",
      ],
      [
        "JHT-07",
        "network-get db --format json",
        '{"bind-addresses":[{"addresses":[{"cidr":"127.0.0.0/8","hostname":"","value":"127.0.0.1"}],' +
        '"interface-name":"lo","mac-address":""}],"egress-subnets":["127.0.0.1/32"],"ingress-addresses":["127.0.0.1"]}\n',
      ],
      [
        "JHT-07",
        "network-get db --format yaml",
        "bind-addresses:\n- addresses:\n  - address: 127.0.0.1\n    cidr: 127.0.0.0/8\n" +
        '    hostname: ""\n    value: 127.0.0.1\n  interface-name: lo\n  interfacename: lo\n' +
        '  mac-address: ""\n  macaddress: ""\negress-subnets:\n- 127.0.0.1/32\ningress-addresses:\n- 127.0.0.1\n',
      ],
      ["JHT-07", "network-get admin --egress-subnets", "127.0.0.1/32\n"],
      [
        "JHT-07",
        "network-get juju-info --egress-subnets --format json",
        '["127.0.0.1/32"]\n',
      ],
      [
        "JHT-07",
        "network-get db --egress-subnets --bind-address --format json",
        '{"bind-address":"127.0.0.1","egress-subnets":["127.0.0.1/32"]}\n',
      ],
      [
        "JHT-07",
        "network-get nope",
        "",
        '1 no network config found for binding "nope"',
      ],
      ["JHT-07", "network-get", "", "2 no arguments specified"],
      ["JHT-07", "network-get --bind-address", "", "2 no arguments specified"],
      ["JHT-07", ["network-get", ""], "", "2 no binding name specified"],
      [
        "JHT-07",
        "network-get db -r 9",
        "",
        '2 invalid value "9" for option -r: relation not found',
      ],
    ],
  },
  {
    name: "addresses of a binding, and of one relation",
    world: {
      publicAddress: null,
      networks: {
        db: network("10.0.0.1", "node-1"),
        "db:1": network("10.0.1.1", ""),
      },
    },
    cases: [
      ["JHT-06", "unit-get public-address", "", "1 public address not found"],
      ["JHT-07", "network-get db --bind-address", "10.0.0.1\n"],
      ["JHT-07", "network-get db --bind-address -r 1", "10.0.1.1\n"],
      ["JHT-07", "network-get db --bind-address --relation=db:1", "10.0.1.1\n"],
      ["JHT-07", "network-get web --bind-address", "127.0.0.1\n"],
    ],
  },
  {
    name: "addresses that are not known",
    world: {
      defaultNetwork: {
        bindAddresses: [],
        egressSubnets: ["10.0.0.0/24"],
        ingressAddresses: [],
      },
    },
    versions: [JUJU_4],
    cases: [
      ["JHT-06", "unit-get private-address", "", "1 private address not found"],
      ["JHT-07", "network-get db --egress-subnets", "10.0.0.0/24\n"],
      [
        "JHT-07",
        "network-get db --bind-address",
        "",
        '1 no bind address attached to space for binding "db"',
      ],
      [
        "JHT-07",
        "network-get db --ingress-address",
        "",
        '1 no ingress address attached to space for binding "db"',
      ],
      [
        "JHT-07",
        "network-get db --primary-address",
        "",
        '1 no primary address attached to space for binding "db"',
      ],
    ],
  },
  {
    name: "interfaces without addresses",
    world: {
      defaultNetwork: {
        bindAddresses: [{
          macAddress: "",
          interfaceName: "eth0",
          addresses: [],
        }],
        egressSubnets: [],
        ingressAddresses: [],
      },
    },
    versions: [JUJU_3],
    cases: [
      [
        "JHT-07",
        "network-get db --ingress-address",
        "",
        '1 no addresses attached to space for binding "db"',
      ],
    ],
  },
  {
    name: "no interfaces",
    world: {
      defaultNetwork: {
        bindAddresses: [],
        egressSubnets: ["10.0.0.0/24"],
        ingressAddresses: ["10.0.0.1"],
      },
    },
    versions: [JUJU_3],
    cases: [
      [
        "JHT-07",
        "network-get db --ingress-address",
        "",
        '1 no network config found for binding "db"',
      ],
    ],
  },
  {
    name: "ports",
    cases: [
      ["JHT-08", "open-port 80", ""],
      ["JHT-08", "open-port 0/tcp", ""],
      ["JHT-08", ["open-port", "8080-8088/UDP", "--endpoints", "db, web"], ""],
      ["JHT-08", "open-port ICMP", ""],
      ["JHT-08", "close-port 81", ""],
      ["JHT-08", "open-port", "", "2 no port or range specified"],
      ["JHT-08", "open-port 80 81", "", '2 unrecognized args: ["81"]'],
      [
        "JHT-08",
        "open-port 80/foo",
        "",
        '2 invalid protocol "foo", expected "tcp", "udp", or "icmp"',
      ],
      [
        "JHT-08",
        "open-port 99999",
        "",
        "2 port range bounds must be between 0 and 65535, got 99999-99999",
      ],
      ["JHT-08", "open-port 90-80", "", "2 invalid port range 90-80/tcp"],
      [
        "JHT-08",
        "open-port abc",
        "",
        '2 invalid port "abc": strconv.Atoi: parsing "abc": invalid syntax',
      ],
      [
        "JHT-00.2",
        "open-port 80 --format json",
        "",
        '0 --format flag deprecated for command "open-port"',
      ],
      ["JHT-09", "opened-ports", ""],
      ["JHT-09", "opened-ports --format json", "[]\n"],
    ],
  },
  {
    name: "ports that are open",
    world: {
      openedPorts: [
        { span: { protocol: "tcp", from: 443, to: 443 } },
        {
          span: { protocol: "tcp", from: 80, to: 90 },
          endpoints: ["web", "db"],
        },
      ],
    },
    before: [
      "open-port 53/udp",
      "open-port icmp",
      "close-port 443",
      "open-port 1000-1010",
    ],
    cases: [
      ["JHT-09", "opened-ports", "icmp\n80-90/tcp\n1000-1010/tcp\n53/udp\n"],
      [
        "JHT-09",
        "opened-ports --endpoints",
        "icmp (*)\n80-90/tcp (db, web)\n1000-1010/tcp (*)\n53/udp (*)\n",
      ],
      [
        "JHT-09",
        "opened-ports --format json",
        '["icmp","80-90/tcp","1000-1010/tcp","53/udp"]\n',
      ],
      [
        "JHT-08",
        "open-port 85",
        "",
        '1 cannot open 85/tcp (unit "app/0"): port range conflicts with 80-90/tcp (unit "app/0")',
      ],
      ["JHT-08", "open-port 85/udp", ""],
      ["JHT-08", "open-port 80-90", ""],
      [
        "JHT-08",
        "open-port 1005",
        "",
        '1 cannot open 1005/tcp (unit "app/0"): port range conflicts with 1000-1010/tcp (unit "app/0") requested earlier',
      ],
      [
        "JHT-08",
        "close-port 85",
        "",
        '1 cannot close 85/tcp (unit "app/0"): port range conflicts with 80-90/tcp (unit "app/0")',
      ],
    ],
  },
  {
    name: "ports on Kubernetes",
    world: { substrate: "kubernetes" },
    cases: [
      ["JHT-08", "open-port 80", ""],
      ["JHT-08", "open-port icmp", ""],
      [
        "JHT-08",
        "open-port 80-90",
        "",
        "1 port ranges are not supported for k8s applications, please specify a single port",
      ],
      [
        "JHT-08",
        "close-port 80-90",
        "",
        "1 port ranges are not supported for k8s applications, please specify a single port",
      ],
    ],
  },
];

function network(value: string, hostname: string) {
  return {
    bindAddresses: [{
      macAddress: "aa:bb",
      interfaceName: "eth0",
      addresses: [{ hostname, value, cidr: "10.0.0.0/16" }],
    }],
    egressSubnets: [],
    ingressAddresses: [value],
  };
}
