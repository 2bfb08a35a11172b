namespace Appliance.Front.Setup
{
    /// <summary>Status codes of RFC 9110 section 15 that the set-up page answers with.</summary>
    internal static class HttpStatus
    {
        public const int Ok = 200;
        public const int Found = 302;
        public const int BadRequest = 400;
        public const int Forbidden = 403;
        public const int NotFound = 404;
        public const int MethodNotAllowed = 405;
        public const int RequestTimeout = 408;
        public const int LengthRequired = 411;
        public const int ContentTooLarge = 413;
        public const int UriTooLong = 414;
        public const int UnsupportedMediaType = 415;
        public const int ExpectationFailed = 417;
        public const int MisdirectedRequest = 421;
        public const int UnprocessableContent = 422;
        public const int HeaderFieldsTooLarge = 431;
        public const int InternalServerError = 500;
        public const int NotImplemented = 501;
        public const int ServiceUnavailable = 503;
        public const int VersionNotSupported = 505;
    }
}
