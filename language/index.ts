// The language's front: what the server, the client and the command line may use of it. Pure: text in, plain data out.
import { Document } from './document.ts';

export type { Declaration, Kind } from './declaration.ts';
export type { Document } from './document.ts';
export { LiveProject } from './live.ts';
export type { Piece } from './piece.ts';
export type { Edit, Fix, Problem, ProblemCode, Related, Severity } from './problem.ts';
export { type ReadProject, readLive, readProject } from './project.ts';
export type { HostTable, Outside, Scope, VariableInfo } from './scope.ts';
export { problemsOf } from './shown.ts';
export { type ResourceSpan, resourceSpans } from './spans.ts';

export const parseDocument = (file: string, text: string): Document => new Document(file, text);
