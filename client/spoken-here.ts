// The words of the language that this editor speaks, for whatever is said from here on: it comes before all else, because much is
// said when files are read. It does nothing else.
import * as vscode from 'vscode';
import { speak } from './folds/spoken.ts';

speak(vscode.l10n.bundle);
