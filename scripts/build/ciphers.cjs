// Node's `crypto` as ssh2's ciphers get it in the bundle. They make a cipher for each packet, and Node takes 12 of the 16
// microseconds of that to look at the same bare key once more; a key that it has looked at before costs nothing.
const crypto = require('node:crypto');

/** By the very bytes that ssh2 keeps for as long as the key is in use. */
const known = new WeakMap();

function lookedAt(key) {
  if (!Buffer.isBuffer(key)) return key;
  if (!known.has(key)) known.set(key, crypto.createSecretKey(key));
  return known.get(key);
}

module.exports = Object.assign(Object.create(crypto), {
  createCipheriv: (name, key, ...rest) => crypto.createCipheriv(name, lookedAt(key), ...rest),
  createDecipheriv: (name, key, ...rest) => crypto.createDecipheriv(name, lookedAt(key), ...rest),
});
