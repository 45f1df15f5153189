/** A function that gives a name of its module another value. */
export interface Rebinding {
	readonly name: string;
	/** Of the assignment. */
	readonly line: number;
	readonly function: string;
	/**
	 * `lazy`: made once, behind a condition that asks for the name itself, or set back to `None`; `counts`: anything
	 * else.
	 */
	readonly kind: 'lazy' | 'counts';
	/** The function is where a program starts, such as `main` or a command. */
	readonly isEntry: boolean;
	/** What is assigned comes from an event or a request, in the function that handles it. */
	readonly carriesRequest: boolean;
}

/** A list, dictionary or the like of a module that a function changes. */
export interface ChangedContainer {
	readonly name: string;
	/** Of the change. */
	readonly line: number;
	readonly function: string;
	/** It fills a registry while modules are imported, or is called a cache. */
	readonly isMeant: boolean;
	readonly carriesRequest: boolean;
}

/** A constructor that makes a collaborator itself and takes none. */
export interface BuiltCollaborator {
	readonly owner: string;
	readonly line: number;
	/** Such as `boto3.client`. */
	readonly call: string;
}

/** What a module's functions share through the module. */
export interface GlobalState {
	readonly rebindings: readonly Rebinding[];
	readonly containers: readonly ChangedContainer[];
	readonly built: readonly BuiltCollaborator[];
}
