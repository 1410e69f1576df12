// What is wrong with a rule about ports, such as `22/tcp from 10.0.0.0/8`. Pure.
import { networkOf } from '../../modules/things/address.ts';
import { nearest } from '../nearest.ts';
import { code } from '../sentences.ts';
import { cutAt, type NotationMistake, type Part, partAt, wordsIn, wrong } from './mistake.ts';
import { SERVICES } from './services.ts';

const PORT_LIMIT = 65_535;
const PROTOCOLS = ['tcp', 'udp'];
const HOW = 'A rule is written `22/tcp`, `53`, `6000-6007/udp`, `22/tcp from 10.0.0.0/8` or `from 10.0.0.5`.';

export function portsMistake(text: string): NotationMistake | undefined {
  const words = wordsIn(text);
  const [first, ...others] = words;
  if (first === undefined) return wrong({ text, start: 0 }, 'A rule about ports is missing here', { suggestion: HOW });
  const isAboutAll = first.text.toLowerCase() === 'from';
  const mistake = isAboutAll ? sourceMistake(words) : (portWordMistake(first) ?? sourceMistake(others));
  const meant = words.map((word) => word.text).join(' ');
  return (
    mistake ?? (text === meant ? undefined : wrong({ text, start: 0 }, 'There are spaces too many in this', { meant }))
  );
}

function portWordMistake(word: Part): NotationMistake | undefined {
  const slash = word.text.indexOf('/');
  const ports = slash === -1 ? word : partAt(word, 0, slash);
  const protocol = slash === -1 ? undefined : partAt(word, slash + 1);
  if (/^\D|^$/.test(ports.text)) return nameMistake(word, ports.text);
  const mistake = rangeMistake(ports);
  if (mistake || protocol === undefined || PROTOCOLS.includes(protocol.text)) return mistake;
  const message = `There are rules about ${code('tcp')} and ${code('udp')}, not ${code(protocol.text)}`;
  const meant = nearest(protocol.text, PROTOCOLS);
  if (meant !== undefined && protocol.text !== '') return wrong(protocol, message, { meant });
  return wrong(word, message, { suggestion: 'Both are meant where it is left out.' });
}

function nameMistake(word: Part, name: string): NotationMistake {
  const known = Object.keys(SERVICES);
  const lower = name.toLowerCase();
  const service = known.includes(lower) ? lower : name.length > 2 ? nearest(lower, known) : undefined;
  const ports = service === undefined ? undefined : SERVICES[service];
  if (ports === undefined) return wrong(word, `${code(word.text)} is no rule about ports`, { suggestion: HOW });
  const message = `${code(word.text)} is no port: rules name ports by their numbers`;
  return wrong(word, message, { meant: ports });
}

function rangeMistake(ports: Part): NotationMistake | undefined {
  const { text } = ports;
  const colon = /^(\d+)(?::|\.\.)(\d+)$/.exec(text);
  if (colon) return wrong(ports, 'A range of ports has a `-`', { meant: `${colon[1]}-${colon[2]}` });
  if (/^\d+(,\d*)+$/.test(text)) {
    return wrong(ports, 'One rule is about one port or one range', { suggestion: 'Write an item for each of them.' });
  }
  if (!/^\d+(-\d+)?$/.test(text)) return wrong(ports, `${code(text)} is no port`, { suggestion: HOW });
  const numbers = cutAt(ports, /-/g);
  const isPort = (part: Part): boolean =>
    part.text.length <= 5 && Number(part.text) >= 1 && Number(part.text) <= PORT_LIMIT;
  const outside = numbers.find((part) => !isPort(part));
  if (outside) return wrong(outside, `There is no port ${outside.text}: they go from 1 to ${PORT_LIMIT}`);
  const [low, high = low] = numbers.map((part) => Number(part.text));
  if (low === undefined || high === undefined || low <= high) return undefined;
  return wrong(ports, `The range ${code(text)} goes backwards`, { meant: `${high}-${low}` });
}

/** `from` and a network. */
function sourceMistake([from, network, ...others]: readonly Part[]): NotationMistake | undefined {
  if (from === undefined) return undefined;
  if (from.text !== 'from') {
    const isSlip = from.text.toLowerCase() === 'from' || nearest(from.text, ['from']) !== undefined;
    if (isSlip && network !== undefined) return wrong(from, `${code(from.text)} means nothing here`, { meant: 'from' });
    return wrong(from, `${code(from.text)} means nothing here`, { suggestion: HOW });
  }
  if (network === undefined) {
    return wrong(from, 'An address or a network is missing behind `from`', { suggestion: 'Such as `10.0.0.0/8`.' });
  }
  const [more] = others;
  if (more) return wrong(more, `${code(more.text)} means nothing here: a rule ends behind its network`);
  return networkMistake(network);
}

function networkMistake(network: Part): NotationMistake | undefined {
  if (networkOf(network.text)) return undefined;
  if (/^(any|all|anywhere|everywhere|\*)$/i.test(network.text)) {
    return wrong(network, `${code(network.text)} is no network`, { suggestion: 'Everybody is meant without `from`.' });
  }
  const [address = network, length] = cutAt(network, /\//g);
  const suggestion = 'Such as `10.0.0.5`, `10.0.0.0/8` or `2001:db8::/32`.';
  const bits = networkOf(address.text)?.bits;
  if (bits === undefined || length === undefined || length.text === '') {
    return wrong(network, `${code(network.text)} is no address and no network`, { suggestion });
  }
  return wrong(length, `${code(length.text)} is no length of a network: they go to ${bits}`, { suggestion });
}
