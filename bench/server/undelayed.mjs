// Starts yaml-language-server without the 200 ms that it waits before it validates; everything else is as it is shipped.
import { SettingsState } from 'yaml-language-server/out/src/yamlSettings.js';

// There is no setting for it: every instance sets the field, so the field is made to stay at nothing.
Object.defineProperty(SettingsState.prototype, 'validationDelayMs', { get: () => 0, set: () => undefined });
await import('yaml-language-server/bin/yaml-language-server');
