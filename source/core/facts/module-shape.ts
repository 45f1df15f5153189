/** Top-level definitions that use one another and no other definition of the module. */
export interface DefinitionGroup {
	/** In the order of the file. */
	readonly names: readonly [string, ...string[]];
	/** Of the definitions themselves, decorators and the comments above them included. */
	readonly lines: number;
	/** Where the first one starts. */
	readonly line: number;
}

/** How a long module is built. Short ones have none. */
export interface ModuleShape {
	readonly lines: number;
	/** Statements at any depth; docstrings are not counted. */
	readonly statements: number;
	/** Lines of literals bound to names, of enums and of classes that hold nothing but fields. */
	readonly tableLines: number;
	/** Lines of import statements and of `__all__`. */
	readonly importLines: number;
	/** Lines of Django models, which Django looks for in one module. */
	readonly djangoModelLines: number;
	/** Largest first. A module-level logger joins no groups. */
	readonly groups: readonly DefinitionGroup[];
}
