// The language's front: what the server, the client and the command line may use of it. Pure: text in, plain data out.
export { type Document, parseDocument } from './parse.ts';
export type { Edit, Fix, Problem, ProblemCode, Related, Severity } from './problem.ts';
export { type ReadProject, readProject } from './project.ts';
export { type ResourceSpan, resourceSpans } from './spans.ts';
