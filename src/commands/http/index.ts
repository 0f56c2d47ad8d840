/**
 * Commands whose executor sends an HTTP request, such as the upload of a blob with `PUT`.
 * To send invocations over HTTP, use `@fil-forge/libforge/http`.
 *
 * @module @fil-forge/libforge/commands/http
 */
export * from './put.js'
