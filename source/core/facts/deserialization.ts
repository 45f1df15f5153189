import type { CodeSite } from './code-site.ts';

/** A use of something that turns bytes into arbitrary objects, or writes such bytes. */
export interface ObjectStream extends CodeSite {
	/** Qualified name, such as `pickle.loads`. */
	readonly api: string;
	/**
	 * `loads` runs whatever the bytes say; `marshal` can crash the interpreter; `dumps` writes what only such an API
	 * reads; `weights` is `torch.load` that leaves `weights_only` to the version installed.
	 */
	readonly use: 'loads' | 'marshal' | 'dumps' | 'weights';
	/** The argument seems to come from a request, a message, a cache or the network. */
	readonly fromOutside: boolean;
}

/** A setting that makes a framework unpickle, such as Celery's `task_serializer = "pickle"`. */
export interface SerializerSetting extends CodeSite {
	readonly framework: string;
	/** `default` where the framework pickles unless told otherwise and the code does not tell. */
	readonly kind: 'pickle' | 'default';
}

/** What is passed as the loader of a YAML call. */
export type YamlLoaderArgument =
	| { readonly kind: 'absent' }
	/** Names of PyYAML's own classes, such as `FullLoader`; two where a `try` falls back. */
	| { readonly kind: 'known'; readonly names: readonly [string, ...string[]] }
	/** A class of the repository, by its name. */
	| { readonly kind: 'class'; readonly name: string }
	/** Anything else, such as a parameter or `getattr(yaml, "CLoader", yaml.Loader)`. */
	| { readonly kind: 'unknown' };

export interface YamlLoad extends CodeSite {
	/** `load`, `load_all`, `full_load`, `unsafe_load_all`, … */
	readonly api: string;
	readonly loader: YamlLoaderArgument;
}

/** A class that derives from a YAML loader, or from a class that may be one. */
export interface YamlLoaderClass extends CodeSite {
	readonly name: string;
	/** `yaml.Loader` for PyYAML's own, other classes by their last name; null where it cannot be told. */
	readonly bases: readonly (string | null)[];
}

/** How one Python file turns bytes into objects. */
export interface Deserialization {
	readonly streams: readonly ObjectStream[];
	readonly settings: readonly SerializerSetting[];
	readonly yaml: readonly YamlLoad[];
	readonly ruamel: readonly (CodeSite & { readonly verdict: 'unsafe' | 'version' })[];
	readonly loaderClasses: readonly YamlLoaderClass[];
	/** `yaml.dump` without a safe dumper: its files may hold tags that only unsafe loaders read. */
	readonly dumps: readonly CodeSite[];
	/** Constructors registered where `SafeLoader` does not see them. */
	readonly registrations: readonly CodeSite[];
}

/** What is known of loader classes of the repository, by class name. */
export type LoaderSafety = 'safe' | 'unsafe' | 'unknown';
