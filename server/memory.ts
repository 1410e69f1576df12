// Imported before everything else: V8 would otherwise keep three times the memory for garbage that keys leave behind.
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--optimize-for-size');
