// What viki uses of ssh2, as it is bundled. The whole package also loads servers, tunnels for http and the making of keys,
// and with them a good part of Node, at every start; what is needed rarely is loaded when it is asked for.
'use strict';

const { BaseAgent, createAgent } = require('ssh2/lib/agent.js');
const { parseKey } = require('ssh2/lib/protocol/keyParser.js');

module.exports = {
  BaseAgent,
  createAgent,
  Client: require('ssh2/lib/client.js'),
  get Server() {
    return require('ssh2/lib/server.js');
  },
  utils: {
    parseKey,
    get generateKeyPairSync() {
      return require('ssh2/lib/keygen.js').generateKeyPairSync;
    },
  },
};
