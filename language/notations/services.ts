// Names of services that people write where a rule names ports, and the port of each. Data only.

export const SERVICES: { readonly [name: string]: string } = {
  ...{ ssh: '22/tcp', openssh: '22/tcp', sftp: '22/tcp', scp: '22/tcp', ftp: '21/tcp', telnet: '23/tcp' },
  ...{ http: '80/tcp', www: '80/tcp', https: '443/tcp', http3: '443/udp', quic: '443/udp', 'http-alt': '8080/tcp' },
  ...{ smtp: '25/tcp', smtps: '465/tcp', submission: '587/tcp', submissions: '465/tcp' },
  ...{ imap: '143/tcp', imaps: '993/tcp', pop3: '110/tcp', pop3s: '995/tcp', sieve: '4190/tcp' },
  ...{ dns: '53', domain: '53', 'dns-over-tls': '853/tcp', dhcp: '67/udp', ntp: '123/udp', tftp: '69/udp' },
  ...{ ldap: '389/tcp', ldaps: '636/tcp', kerberos: '88', snmp: '161/udp', syslog: '514/udp', rsync: '873/tcp' },
  ...{ postgres: '5432/tcp', postgresql: '5432/tcp', mysql: '3306/tcp', mariadb: '3306/tcp', redis: '6379/tcp' },
  ...{ mongodb: '27017/tcp', memcached: '11211/tcp', elasticsearch: '9200/tcp', amqp: '5672/tcp', mqtt: '1883/tcp' },
  ...{ nfs: '2049/tcp', samba: '445/tcp', smb: '445/tcp', cifs: '445/tcp', rdp: '3389/tcp', vnc: '5900/tcp' },
  ...{ wireguard: '51820/udp', openvpn: '1194/udp', ipsec: '500/udp', mosh: '60000-61000/udp', mdns: '5353/udp' },
  ...{ git: '9418/tcp', docker: '2376/tcp', kubernetes: '6443/tcp', prometheus: '9090/tcp', grafana: '3000/tcp' },
};
