// What the server asks of its client beside the language server protocol: the files of a project that are not open in the
// editor, which may lie where the server can't read. Types only, for both sides.

/** A request from the server to the client. */
export type FilesMethod = 'viki/files';

export type FilesParams = {
  /** The URI of a folder, without a slash at its end. */
  readonly folder: string;
};

export type FilesResult = {
  /** The `*.vk.yaml` files in it (not in its subfolders) as they are on disk; open ones may be among them. */
  readonly files: readonly { readonly uri: string; readonly text: string }[];
  /** All files below the folder, by their path from there with `/`; left out where there are too many to tell. */
  readonly beside?: readonly string[];
  /** The templates (`*.liquid`) among them, by the same path. */
  readonly templates?: readonly { readonly path: string; readonly text: string }[];
};

/** What the client says of itself in `initializationOptions`. */
export type InitializationOptions = {
  /** It answers `viki/files`. Without this, the server reads the files of a folder itself. */
  readonly files?: boolean;
  /** The URI of the folder with a page for each code of problems, which each problem then links to. */
  readonly pages?: string;
  /** It asks for problems itself, and is not sent them. */
  readonly pull?: boolean;
  /** The folders that are opened are trusted: modules of their own may be run. It may also come to be so later. */
  readonly trusted?: boolean;
};

/** A notification from the client to the server: from now on, the folders that are opened are trusted. */
export type TrustedMethod = 'viki/trusted';
