import Night
import Testing

@Suite("An expression that is not known")
struct RefusedExpressionTests {
    @Test(
        "is refused with what to write instead",
        arguments: [
            ("(?=a)b", "looking ahead or behind is not known here; write out the names that are meant"),
            ("(?!a)b", "looking ahead or behind is not known here; write out the names that are meant"),
            ("a(?<=a)", "looking ahead or behind is not known here; write out the names that are meant"),
            ("a(?<!a)", "looking ahead or behind is not known here; write out the names that are meant"),
            ("(?<name>a)", "groups have no names here; write ( )"),
            ("(?P<name>a)", "groups have no names here; write ( )"),
            ("(?>a)", "this kind of group is not known here; write ( )"),
            ("(?#why)a", "an expression holds no comments; write them behind a # of the plan"),
            ("(?i)a", "flags such as (?i) are not known here; write both cases, as in [Aa]"),
            (#"(a)\1"#, #"\1 is not known here; write out what the group would match again"#),
            (#"(a)\k<name>"#, #"\k is not known here; write out what the group would match again"#),
            (#"\baudit"#, #"\b is not known here; write the characters that may stand there, as in (.*-)?audit"#),
            (#"\Aaudit"#, #"\A is not known here; leave it out: the whole name is matched"#),
            (#"audit\z"#, #"\z is not known here; leave it out: the whole name is matched"#),
            (#"\p{L}"#, #"\p is not known here; write the characters, as in [A-Za-z]"#),
            (#"\Qa.b\E"#, #"\Q is not known here; put a \ before each sign that is meant as itself"#),
            (#"\n"#, #"\n is not known here; write the character itself"#),
            (#"a\"#, #"a \ at the end escapes nothing; write \\ for the sign itself"#),
            ("a^b", #"^ stands at the start only: the whole name is matched; write \^ for the sign itself"#),
            ("a|^b", #"^ stands at the start only: the whole name is matched; write \^ for the sign itself"#),
            ("(a$)", #"$ stands at the end only: the whole name is matched; write \$ for the sign itself"#),
            ("a$|b", #"$ stands at the end only: the whole name is matched; write \$ for the sign itself"#),
            ("[[:alpha:]]", "classes have no names here; write the characters, as in [A-Za-z]"),
            ("[a[b]]", #"a class in [ ] holds no other; write \[ for the sign itself"#),
            ("[a-z&&b]", "&& does not combine classes here; write the characters that are meant"),
        ])
    func unknown(text: String, reason: String) {
        Self.expect(text, refusedWith: reason)
    }

    @Test(
        "or not whole is refused with what is missing",
        arguments: [
            ("(a", #"a ( without its ); write \( for the sign itself"#),
            ("(a$", #"a ( without its ); write \( for the sign itself"#),
            ("(", #"a ( without its ); write \( for the sign itself"#),
            ("a)", #"a ) without its (; write \) for the sign itself"#),
            ("[a", #"a [ without its ]; write \[ for the sign itself"#),
            ("a]", #"a ] that closes nothing; write \] for the sign itself"#),
            ("a}", #"a } that closes nothing; write \} for the sign itself"#),
            ("[]", #"a class in [ ] is empty; write \] for the sign itself"#),
            ("[^]", #"a class in [ ] is empty; write \] for the sign itself"#),
            ("[z-a]", "a range in [ ] runs backwards; put the lower character first"),
            (#"[a-\d]"#, #"a range in [ ] is between two characters; write \- for the sign itself"#),
            (#"[\d-z]"#, #"a range in [ ] is between two characters; write \- for the sign itself"#),
            ("()", "a part of it is empty; put ? behind what may be missing, as in (-old)?"),
            ("a||b", "a part of it is empty; put ? behind what may be missing, as in (-old)?"),
            ("^$", "a part of it is empty; put ? behind what may be missing, as in (-old)?"),
            ("*a", #"nothing stands before * to repeat; write \* for the sign itself"#),
            ("(+a)", #"nothing stands before + to repeat; write \+ for the sign itself"#),
            ("{2}", #"nothing stands before { to repeat; write \{ for the sign itself"#),
            ("a**", "* follows a repetition; leave one out, or put the first in ( )"),
            ("a*+", "+ follows a repetition; leave one out, or put the first in ( )"),
            ("a{2}{3}", "{ follows a repetition; leave one out, or put the first in ( )"),
            ("a{x}", #"a count is written {2}, {2,} or {2,5}; write \{ for the sign itself"#),
            ("a{,3}", #"a count is written {2}, {2,} or {2,5}; write \{ for the sign itself"#),
            ("a{2", #"a count is written {2}, {2,} or {2,5}; write \{ for the sign itself"#),
            ("a{5,2}", "a count has the smaller number first, as in {2,5}"),
            ("a{0}", "a count of 0 repeats nothing; leave out what stands before it"),
        ])
    func malformed(text: String, reason: String) {
        Self.expect(text, refusedWith: reason)
    }

    @Test(
        "or too large to follow is refused, however short it is written",
        arguments: [
            "a{2000}", "a{99999999999999999999}", "a{1,99999999999999999999}", "((a{50}){50}){50}",
            "((((((((a{99}){99}){99}){99}){99}){99}){99}){99}){99,}",
        ])
    func tooLarge(text: String) {
        Self.expect(text, refusedWith: "its counts multiply to more than 2000 steps; write smaller ones, or * or +")
    }

    @Test("or too deep or too long is refused, and just short of that is not")
    func bounds() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + "a" + String(repeating: ")+", count: depth)
        }
        #expect(try NamePattern("/\(nested(32))/").matches("aaa"))
        Self.expect(nested(33), refusedWith: "groups stand more than 32 deep in each other; write fewer ( )")
        Self.expect(
            String(repeating: "(", count: 510),
            refusedWith: "groups stand more than 32 deep in each other; write fewer ( )")
        let longest = String(repeating: "a", count: NamePattern.longest - 2)
        #expect(try NamePattern("/\(longest)/").matches(longest))
        Self.expect(longest + "a", refusedWith: "longer than 512 bytes")
        #expect(try NamePattern("/a{1999}/").matches(String(repeating: "a", count: 1999)))
    }

    @Test("or without its slashes is refused", arguments: ["/", "//", "/a"])
    func slashes(text: String) {
        #expect(Self.refusal(of: text) == "a regular expression stands between two slashes: /^audit-.*/")
    }

    private static func expect(_ text: String, refusedWith reason: String) {
        #expect(refusal(of: "/\(text)/") == reason, "/\(text)/")
    }

    private static func refusal(of text: String) -> String? {
        do throws(NamePattern.Invalid) {
            _ = try NamePattern(text)
            return nil
        } catch {
            return error.reason
        }
    }
}
