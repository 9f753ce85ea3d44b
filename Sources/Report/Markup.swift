import Night

/// Text from anywhere, as it may stand in a page.
enum Markup {
    static func escaped(_ text: String) -> String {
        var safe = ""
        for character in text.madeVisible.unicodeScalars {
            switch character {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            case "'": safe += "&#39;"
            default: safe.unicodeScalars.append(character)
            }
        }
        return safe
    }

    /// As it may stand in a table of Markdown.
    static func inMarkdown(_ text: String) -> String {
        var safe = ""
        for character in text.madeVisible.unicodeScalars {
            if "\\`*_[]<>|#".unicodeScalars.contains(character) { safe += "\\" }
            safe.unicodeScalars.append(character)
        }
        return safe
    }
}
